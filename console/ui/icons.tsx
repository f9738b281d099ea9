import type { ReactNode } from 'react'

/** Line icons on a 16-pixel grid, drawn here so that the console loads no icon font. Always beside a name for readers. */
function Icon({ children }: { children: ReactNode }) {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  )
}

/** The mark: three arcs growing from a dot, the ear and the sound at once. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg className="cc-mark" width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <circle cx="10.5" cy="13.5" r="1.9" fill="currentColor" />
      <g stroke="currentColor" strokeWidth="2" strokeLinecap="round">
        <path d="M12.85 10.14A4.1 4.1 0 0 1 13.4 16.4" />
        <path d="M9.2 6.11A7.5 7.5 0 0 1 15.8 18.8" />
        <path d="M1.06 8.05A10.9 10.9 0 1 1 18.21 21.21" />
      </g>
    </svg>
  )
}

const icon = (path: string) => () => (
  <Icon>
    <path d={path} />
  </Icon>
)

export const BackIcon = icon('M10 3 5 8l5 5')
export const ChevronIcon = icon('m6 3.5 4.5 4.5L6 12.5')
export const PersonIcon = icon('M8 2.5a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6ZM2.8 13.5a5.2 5.2 0 0 1 10.4 0')
export const PanelIcon = icon('M2.5 3h11v10h-11zM10 3v10')
export const SunIcon = icon(
  'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6ZM8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
)
export const MoonIcon = icon('M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8Z')
export const PageIcon = icon('M9.5 1.8H4.2v12.4h7.6V4.2ZM9.5 1.8v2.4h2.3M6.2 8h3.6M6.2 10.6h3.6')
export const SearchIcon = icon('M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM10.4 10.4l3.1 3.1')
export const MoreIcon = icon('M3.5 8h.01M8 8h.01M12.5 8h.01')
export const KeyboardIcon = icon('M1.5 4h13v8h-13zM4 6.7h.01M6.7 6.7h.01M9.3 6.7h.01M12 6.7h.01M5 9.5h6')
export const UpIcon = icon('M3.5 10 8 5.5l4.5 4.5')
export const DownIcon = icon('M3.5 6 8 10.5 12.5 6')
export const CrossIcon = icon('M4 4l8 8M12 4l-8 8')
