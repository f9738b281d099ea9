import { askInChat } from './ask.ts'

const products = [...document.querySelectorAll<HTMLElement>('.product')]
const tiles = [...document.querySelectorAll<HTMLButtonElement>('.tile')]
const count = document.getElementById('range-count')

/** Shows the products of one category; of all where it is null. */
function showCategory(category: string | null): void {
  for (const tile of tiles) tile.setAttribute('aria-pressed', String(tile.dataset.show === category))
  for (const product of products) product.hidden = category !== null && product.dataset.category !== category
  const shown = products.filter((product) => !product.hidden).length
  if (count) count.textContent = shown === 1 ? '1 product' : `${shown} products`
}

for (const tile of tiles) {
  tile.addEventListener('click', () => {
    showCategory(tile.getAttribute('aria-pressed') === 'true' ? null : (tile.dataset.show ?? null))
  })
}

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-ask]')) {
  button.addEventListener('click', () => {
    const product = button.dataset.ask
    askInChat(product ? `I have a question about the ${product}: ` : '')
  })
}
