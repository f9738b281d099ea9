/**
 * The demo company TechGear: its team, its customers and their orders, read from `demo/`. Loaded only when
 * EARSHOT_DEMO is 1, because its password is public; nothing that happened is made up, so figures start at zero.
 */
export { type DemoLogin, disableDemoLogins, loadDemo } from './load-demo.ts'
