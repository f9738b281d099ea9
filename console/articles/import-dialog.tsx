import { Button, Checkbox, FileButton, Modal } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useWorkplace } from '../shell/use-workplace.ts'
import { type ImportFile, messageOf } from '../state/api.ts'
import { IMPORT_BYTE_LIMIT, IMPORT_FILE_LIMIT } from '../state/wire.ts'
import { count } from '../state/words.ts'
import { toast } from '../ui/toasts.tsx'
import { ImportPreview } from './import-preview.tsx'
import { useReloadArticles } from './use-articles.ts'

const KINDS = '.md,.markdown,.html,.htm,.csv,.zip'

/** Takes articles in from files: first what would happen, by name and line, then, once somebody says so, the import. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { api } = useWorkplace()
  const reload = useReloadArticles()
  const [files, setFiles] = useState<readonly ImportFile[]>([])
  const [publish, setPublish] = useState(false)
  const preview = useMutation({
    mutationFn: async (chosen: readonly File[]) => {
      const read = await readFiles(chosen)
      setFiles(read)
      return api.previewImport(read)
    },
  })
  const taking = useMutation({
    mutationFn: () => api.importArticles(files, publish),
    onSuccess: ({ imported, problems }) => {
      reload()
      const refused = problems.length > 0 ? ' What had problems was left out.' : ''
      toast(`${count(imported.length, 'article', 'articles')} imported.${refused}`)
      onClose()
    },
  })
  const found = preview.data
  const taken = found?.articles.length ?? 0
  const error = preview.error ?? taking.error

  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title="Import articles"
      closeButtonProps={{ 'aria-label': 'Close' }}
      closeOnClickOutside={!taking.isPending}
    >
      <div className="cc-import">
        <p className="cc-muted">
          Markdown, saved web pages, or CSV with the columns question and answer; or a ZIP of these, such as an export.
          Nothing is changed before you have seen what would be.
        </p>
        <FileButton multiple accept={KINDS} onChange={(chosen) => chosen.length > 0 && preview.mutate(chosen)}>
          {(props) => (
            <Button {...props} variant="default" loading={preview.isPending} disabled={taking.isPending}>
              {found ? 'Choose other files' : 'Choose files'}
            </Button>
          )}
        </FileButton>
        {error ? (
          <p className="cc-import__failure" role="alert">
            {messageOf(error)}
          </p>
        ) : null}
        {found && !preview.isPending ? <ImportPreview found={found} /> : null}
        {taken > 0 ? (
          <>
            <Checkbox
              label="Publish them right away"
              description="Otherwise each waits as a draft, and what is published stays as it is. Files marked as drafts stay drafts."
              checked={publish}
              onChange={(event) => setPublish(event.currentTarget.checked)}
            />
            <Button loading={taking.isPending} onClick={() => taking.mutate()}>
              Import {count(taken, 'article', 'articles')}
            </Button>
          </>
        ) : null}
      </div>
    </Modal>
  )
}

/** How much of the limit the files may take. */
const ROOM = 0.7

async function readFiles(chosen: readonly File[]): Promise<ImportFile[]> {
  if (chosen.length > IMPORT_FILE_LIMIT) {
    throw new Error(`${chosen.length} files are too many for one import; choose at most ${IMPORT_FILE_LIMIT}.`)
  }
  const bytes = chosen.reduce((sum, { size }) => sum + size, 0)
  // Text grows a little as JSON, an archive by a third.
  if (bytes > IMPORT_BYTE_LIMIT * ROOM) {
    throw new Error(
      `The files hold ${(bytes / 1e6).toFixed(1)} MB; choose at most ${(IMPORT_BYTE_LIMIT * ROOM) / 1e6} MB at once.`,
    )
  }
  return Promise.all(chosen.map(readFile))
}

async function readFile(file: File): Promise<ImportFile> {
  const { name } = file
  return /\.zip$/i.test(name) ? { name, base64: await readBase64(file) } : { name, text: await file.text() }
}

function readBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '')
    reader.onerror = () => reject(new Error(`${file.name} could not be read.`))
    reader.readAsDataURL(file)
  })
}
