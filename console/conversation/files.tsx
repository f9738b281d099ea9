import { Modal } from '@mantine/core'
import { useState } from 'react'
import type { ConsoleMessage } from '../state/wire.ts'
import { PageIcon } from '../ui/icons.tsx'

type File = ConsoleMessage['attachments'][number]

/** Files a customer sent: pictures small, and large by a click; others by name and size, to be saved. */
export function Files({ attachments }: { attachments: ConsoleMessage['attachments'] }) {
  const [large, setLarge] = useState<File | null>(null)
  return (
    <>
      <ul className="cc-files" aria-label="Attached">
        {attachments.map((file) => (
          <li key={file.id}>
            {file.type.startsWith('image/') ? (
              <button
                type="button"
                className="cc-files__open"
                aria-label={`Open the picture ${file.name}`}
                onClick={() => setLarge(file)}
              >
                <img
                  className="cc-files__picture"
                  src={addressOf(file)}
                  alt={file.name}
                  title={named(file)}
                  loading="lazy"
                  decoding="async"
                />
              </button>
            ) : (
              <SaveLink file={file} />
            )}
          </li>
        ))}
      </ul>
      <Modal
        opened={large !== null}
        onClose={() => setLarge(null)}
        size="auto"
        title={large?.name ?? ''}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {large ? (
          <figure className="cc-files__large">
            <img src={addressOf(large)} alt={`${large.name}, sent by the customer`} />
            <figcaption>
              <SaveLink file={large} />
            </figcaption>
          </figure>
        ) : null}
      </Modal>
    </>
  )
}

function SaveLink({ file }: { file: File }) {
  return (
    <a className="cc-link cc-files__name" href={addressOf(file)} download={file.name}>
      <PageIcon />
      {named(file)}
    </a>
  )
}

/** The server names the type it found in the bytes, and lets nothing in them run. */
const addressOf = ({ id }: File) => `/api/console/attachments/${id}`

const named = ({ name, bytes }: File) => `${name} (${Math.max(1, Math.round(bytes / 1024)).toLocaleString('en')} kB)`
