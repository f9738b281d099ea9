/** The assistant's little Markdown as plain text, for a reply a person sends: "**Refunded**" → "Refunded". */
export function plainText(markdown: string): string {
  return markdown
    .replaceAll(/\*\*([^*\n]+)\*\*/g, '$1')
    .replaceAll(/\[([^\]\n]+)\]\(((?:https?:\/\/|\/)[^\s)]+)\)/g, '$1 ($2)')
    .replaceAll(/^[ \t]*\*[ \t]+/gm, '- ')
}
