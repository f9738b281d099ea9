import { Kbd, Modal } from '@mantine/core'
import { createStore } from '../state/store.ts'
import { useStore } from '../ui/use-store.ts'

const isOpen = createStore(false)
export const openShortcuts = (): void => isOpen.set(true)

const KEYS: [string[], string][] = [
  [['j', '↓'], 'Next conversation in the list'],
  [['k', '↑'], 'Previous conversation'],
  [['a'], 'Accept'],
  [['r'], 'Write a reply'],
  [['n'], 'Write a note'],
  [['e'], 'Resolve and ask for a rating'],
  [['w'], 'Wait for the customer'],
  [['s'], 'Snooze'],
  [['p'], 'Pass on: to the queue, a team or a colleague'],
  [['o'], 'Go on with what waits or is snoozed'],
  [['c'], 'Close a resolved ticket'],
  [['t'], 'Confirm the marked tag'],
  [['x'], 'Take the marked tag away'],
  [['Enter'], 'Send, while writing'],
  [['Ctrl + Shift + Enter', '⌘ + Shift + Enter'], 'Send and wait for the customer'],
  [['Shift + Enter'], 'New line, while writing'],
  [['Ctrl + Enter', '⌘ + Enter'], 'Send, from anywhere in the composer'],
  [['Esc'], 'Leave the text field'],
  [['?'], 'This list'],
]

export function Shortcuts() {
  const opened = useStore(isOpen)
  return (
    <Modal
      opened={opened}
      onClose={() => isOpen.set(false)}
      title="Keyboard shortcuts"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <table className="cc-table">
        <thead className="cc-sr">
          <tr>
            <th scope="col">Key</th>
            <th scope="col">What it does</th>
          </tr>
        </thead>
        <tbody>
          {KEYS.map(([keys, what]) => (
            <tr key={what}>
              <td>
                {keys.map((key, index) => (
                  <span key={key}>
                    {index > 0 ? ' or ' : ''}
                    <Kbd>{key}</Kbd>
                  </span>
                ))}
              </td>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  )
}
