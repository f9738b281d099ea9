import { describe, expect, it } from 'vitest'
import { CUSTOMER_NAMESPACE } from '../../src/protocol/index.ts'
import { MAX_COMMENT_LENGTH, MAX_MESSAGE_LENGTH, messageText } from '../../src/protocol/shared.ts'
import { readLinkTarget, renderMarkdown, renderPlainText } from '../../widget/app/markdown.ts'
import { LONGEST_COMMENT, LONGEST_MESSAGE } from '../../widget/limits.ts'
import { NAMESPACE } from '../../widget/state/socket-connection.ts'

interface Element {
  type: unknown
  props: { children?: unknown; href?: string }
}

const isElement = (node: unknown): node is Element => typeof node === 'object' && node !== null && 'props' in node

/** The elements as a reader may see them: `<p>text</p>`, with the address of links. */
function draw(node: unknown): string {
  if (Array.isArray(node)) return node.map(draw).join('')
  if (!isElement(node)) return node === null || node === undefined ? '' : String(node).replaceAll('<', '‹')
  const inner = draw(node.props.children)
  if (typeof node.type !== 'string') return inner
  return `<${node.type}${node.props.href === undefined ? '' : ` ${node.props.href}`}>${inner}</${node.type}>`
}

const render = (text: string) => draw(renderMarkdown(text, { server: 'https://help.example', inNewTab: true }))

describe('the Markdown of answers', () => {
  it.each([
    ['one\n\ntwo', '<p>one</p><p>two</p>'],
    ['**bold** and *soft*', '<p><strong>bold</strong> and <em>soft</em></p>'],
    ['1. a\n2. b', '<ol><li>a</li><li>b</li></ol>'],
    ['- a\n  - b', '<ul><li>a<ul><li>b</li></ul></li></ul>'],
    ['[web](https://x.example/a?b=c)', '<p><a https://x.example/a?b=c>web</a></p>'],
    ['[track](track-your-order.md)', '<p><a https://help.example/help/track-your-order>track</a></p>'],
    ['[bad](javascript:alert(1))', '<p>bad</p>'],
    ['<img src=x onerror=alert(1)>', '<p>‹img src=x onerror=alert(1)></p>'],
    ['a <b>c</b> & d', '<p>a ‹b>c‹/b> & d</p>'],
    ['![picture](https://x.example/p.png)', '<p>picture</p>'],
    ['My account > Orders', '<p>My account > Orders</p>'],
  ])('%j', (text, drawn) => {
    expect(render(text)).toBe(drawn)
  })

  it.each([
    ['https://x.example', 'https://x.example'],
    ['factory-reset.md', 'S/help/factory-reset'],
    ['./factory-reset.md#steps', 'S/help/factory-reset'],
    ['/help/factory-reset', 'S/help/factory-reset'],
    ['/console', null],
    ['//evil.example/a.md', null],
    ['../../a.md', null],
    ['JavaScript:alert(1)', null],
    ['data:text/html,a.md', null],
    ['mailto:a@b.example', null],
    ['https://', null],
    ['factory-reset', null],
  ])('follows %j to %j', (href, target) => {
    expect(readLinkTarget(href, 'S')).toBe(target)
  })

  it("makes links of the addresses in an agent's plain text, and of nothing else", () => {
    expect(draw(renderPlainText('See https://x.example/a. **Not bold** <b>'))).toBe(
      'See <a https://x.example/a>https://x.example/a</a>. **Not bold** ‹b>',
    )
  })
})

describe('what the widget repeats of the protocol', () => {
  it('is what the protocol says', () => {
    expect([LONGEST_MESSAGE, LONGEST_COMMENT, NAMESPACE]).toEqual([
      MAX_MESSAGE_LENGTH,
      MAX_COMMENT_LENGTH,
      CUSTOMER_NAMESPACE,
    ])
    expect(messageText.safeParse('x'.repeat(LONGEST_MESSAGE)).success).toBe(true)
  })
})
