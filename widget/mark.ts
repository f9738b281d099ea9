/** The mark: three arcs growing from a dot, the ear and the sound at once. One colour, 24 by 24, from 16 px up. */
export const MARK = {
  viewBox: '0 0 24 24',
  dot: { cx: 10.5, cy: 13.5, r: 1.9 },
  arcs: [
    'M12.85 10.14A4.1 4.1 0 0 1 13.4 16.4',
    'M9.2 6.11A7.5 7.5 0 0 1 15.8 18.8',
    'M1.06 8.05A10.9 10.9 0 1 1 18.21 21.21',
  ],
  strokeWidth: 2,
} as const
