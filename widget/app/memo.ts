import { Component, type ComponentType, type FunctionComponent, h } from 'preact'

/** Draws again only when a property changed. Lines are compared by what they hold, since they are made anew each time. */
export function memo<Props extends object>(draw: FunctionComponent<Props>): ComponentType<Props> {
  return class Memo extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean {
      return !isAlike(this.props, next, 2)
    }
    override render() {
      return h(draw, this.props)
    }
  }
}

function isAlike(one: unknown, other: unknown, depth: number): boolean {
  if (Object.is(one, other)) return true
  if (depth === 0 || typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false
  const before = Object.entries(one)
  const after = new Map(Object.entries(other))
  return before.length === after.size && before.every(([name, value]) => isAlike(value, after.get(name), depth - 1))
}
