import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core'

// Shade 7 is the accent on light, 3 on dark; both pass 4.5 to 1 with the text put on them.
const teal: MantineColorsTuple = [
  '#effcf9',
  '#ccf6ee',
  '#8fecdd',
  '#2dd4bf',
  '#1fb8a6',
  '#149488',
  '#11837a',
  '#0f766e',
  '#115e59',
  '#134e4a',
]

/** Cool greys for Mantine's dark surfaces, from text (0) to the deepest background (9). */
const dark: MantineColorsTuple = [
  '#e6ecf1',
  '#c3cdd6',
  '#9dacb8',
  '#7f8f9c',
  '#3a4751',
  '#2b3640',
  '#1c242c',
  '#151b21',
  '#10151a',
  '#0b0f13',
]

/** The accent is dark on light and light on dark, so the text on it must turn with the scheme; Mantine's would stay white. */
const variantColors: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input)
  const isAccent = input.color === undefined || input.color === 'teal'
  return input.variant === 'filled' && isAccent ? { ...colors, color: 'var(--cc-on-action)' } : colors
}

const DIALOG = { title: 'cc-dialog__title' }

/** Mantine in the shape of `tokens.css`: its own colours are pointed at ours below. */
export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 3 },
  variantColorResolver: variantColors,
  colors: { teal, dark },
  fontFamily: 'var(--cc-font)',
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  radius: { xs: '4px', sm: '6px', md: '6px', lg: '12px', xl: '12px' },
  defaultRadius: 'sm',
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Tooltip: {
      defaultProps: {
        openDelay: 250,
        withArrow: false,
        multiline: true,
        events: { hover: true, focus: true, touch: true },
      },
    },
    Menu: { defaultProps: { transitionProps: { duration: 120 } } },
    // The page itself never scrolls, so nothing needs locking; the lock would also inject a style without our nonce.
    Modal: {
      defaultProps: { lockScroll: false, transitionProps: { duration: 140 }, centered: true, radius: 'lg' },
      classNames: DIALOG,
    },
    Drawer: { defaultProps: { lockScroll: false, transitionProps: { duration: 160 } }, classNames: DIALOG },
    ActionIcon: { classNames: { root: 'cc-icon-button' } },
  },
})

const surfaces = {
  '--mantine-color-body': 'var(--cc-surface)',
  '--mantine-color-text': 'var(--cc-text)',
  '--mantine-color-dimmed': 'var(--cc-text-muted)',
  '--mantine-color-default': 'var(--cc-surface)',
  '--mantine-color-default-hover': 'var(--cc-surface-hover)',
  '--mantine-color-default-color': 'var(--cc-text)',
  '--mantine-color-default-border': 'var(--cc-border)',
  '--mantine-color-placeholder': 'var(--cc-text-muted)',
  '--mantine-color-anchor': 'var(--cc-action-text)',
  '--mantine-color-error': 'var(--cc-danger-text)',
}

export const resolveVariables: CSSVariablesResolver = () => ({ variables: {}, light: surfaces, dark: surfaces })
