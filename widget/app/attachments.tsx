import { useEffect, useRef, useState } from 'preact/hooks'
import type { Attachment, Files } from '../state/index.ts'
import { Icon } from './icons.tsx'
import { Picture } from './picture.tsx'

/** As the server takes them; it looks into the file itself. */
const ACCEPTED = 'image/jpeg,image/png,image/webp,image/gif,application/pdf'

/** A file beside the draft: on its way, there, or refused. */
export interface PendingFile {
  name: string
  /** 0 to 1; 1 once the server has it. */
  share: number
  attachment: Attachment | null
  problem: string | null
}

/** The one file beside a draft. Another choice takes its place. */
export function usePendingFile(files: Files) {
  const [pending, setPending] = useState<PendingFile | null>(null)
  const current = useRef(0)
  useEffect(() => () => void current.current++, [])

  function choose(file: File): void {
    const mine = ++current.current
    const show = (change: Partial<PendingFile>) => {
      if (mine === current.current)
        setPending({ name: file.name, share: 0, attachment: null, problem: null, ...change })
    }
    show({})
    files
      .upload(file, (share) => show({ share }))
      .then(
        (attachment) => show({ share: 1, attachment }),
        (error: Error) => show({ problem: error.message }),
      )
  }
  function clear(): void {
    current.current++
    setPending(null)
  }
  return { pending, choose, clear }
}

export function AttachButton({ choose }: { choose: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={ACCEPTED}
        hidden
        aria-label="File to attach"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? []
          event.currentTarget.value = ''
          if (file) choose(file)
        }}
      />
      <button type="button" class="attach" aria-label="Attach a photo or PDF" onClick={() => input.current?.click()}>
        <Icon name="clip" />
      </button>
    </>
  )
}

/** Says how far the file is, to eyes and screen readers. */
export function PendingLine({ pending, remove }: { pending: PendingFile; remove: () => void }) {
  const { name, share, attachment, problem } = pending
  return (
    <p class="pending" data-failed={problem !== null}>
      <Icon name={problem === null ? 'page' : 'warning'} />
      <span role={problem === null ? 'status' : 'alert'}>
        {problem === null
          ? attachment
            ? `${attachment.name} is attached`
            : `${name}: ${Math.floor(share * 10) * 10} % sent`
          : `${name} is not attached. ${problem}`}
      </span>
      <button type="button" class="text-button" onClick={remove}>
        Remove<span class="hidden-text"> {name}</span>
      </button>
    </p>
  )
}

/** Files of a message: pictures to be seen, others by name and size; a click saves them. */
export function FileList({ attachments, files }: { attachments: readonly Attachment[]; files: Files }) {
  const [problem, setProblem] = useState<string | null>(null)
  async function save({ id, name }: Attachment): Promise<void> {
    setProblem(null)
    try {
      const url = URL.createObjectURL(await files.read(id))
      const link = document.createElement('a')
      link.href = url
      link.download = name
      link.click()
      setTimeout(() => URL.revokeObjectURL(url), 10_000)
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }
  const byName = (attachment: Attachment) => (
    <button type="button" class="text-button" onClick={() => save(attachment)}>
      <Icon name="page" />
      {attachment.name} ({inKilobytes(attachment.bytes)})
    </button>
  )
  return (
    <>
      <ul class="files" aria-label="Attached">
        {attachments.map((attachment) => (
          <li key={attachment.id}>
            {attachment.type.startsWith('image/') ? (
              <Picture
                attachment={attachment}
                files={files}
                save={() => void save(attachment)}
                otherwise={byName(attachment)}
              />
            ) : (
              byName(attachment)
            )}
          </li>
        ))}
      </ul>
      {problem !== null && (
        <p class="meta failed" role="alert">
          {problem}
        </p>
      )}
    </>
  )
}

const inKilobytes = (bytes: number) => `${Math.max(1, Math.round(bytes / 1024)).toLocaleString('en')} kB`
