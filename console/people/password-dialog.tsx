import { Button, Modal, TextInput } from '@mantine/core'
import { useRef } from 'react'
import type { PasswordResult } from '../state/wire.ts'
import { toast } from '../ui/toasts.tsx'

/** A new password, shown this once: the server keeps only its hash. */
export function PasswordDialog({ told: { person, password }, onClose }: { told: PasswordResult; onClose: () => void }) {
  const field = useRef<HTMLInputElement>(null)
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(password)
      toast('The password is copied.')
    } catch {
      // Without TLS, or where it is not allowed, the browser has no clipboard for pages.
      field.current?.select()
      toast('The browser did not let the page copy. The password is selected: copy it by key.', 'problem')
    }
  }
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      title={`The password of ${person.name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <p>They log in as {person.email} with this password. It is shown this once.</p>
      <TextInput
        ref={field}
        classNames={{ root: 'cc-people__password', input: 'cc-people__secret' }}
        aria-label="Password"
        readOnly
        value={password}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className="cc-people__answers">
        <Button size="xs" onClick={() => void copy()}>
          Copy
        </Button>
        <Button size="xs" variant="default" onClick={onClose}>
          I have noted it
        </Button>
      </div>
    </Modal>
  )
}
