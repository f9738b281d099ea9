import type { ComponentChild } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Attachment, Files } from '../state/index.ts'

/** In CSS pixels; drawn twice as large for fine screens. The stylesheet says the same. */
const SMALL = { width: 128, height: 96 }
/** The longer side of the large one, in pixels: enough for any screen, small enough for a phone's memory. */
const LARGEST = 2_048

interface PictureProps {
  attachment: Attachment
  files: Files
  save: () => void
  /** Stands there instead when it can't be drawn. */
  otherwise: ComponentChild
}

/**
 * A picture of a message, small, loaded once it comes into view; a click shows it large. Drawn on a canvas: the page around
 * may forbid pictures from elsewhere, and nothing in the file can do more than be drawn.
 */
export function Picture({ attachment, files, save, otherwise }: PictureProps) {
  const { id, name } = attachment
  const small = useRef<HTMLCanvasElement>(null)
  const large = useRef<HTMLDialogElement>(null)
  const [picture, setPicture] = useState<Blob | null>(null)
  const [isBroken, setBroken] = useState(false)

  useEffect(() => {
    const canvas = small.current
    if (!canvas) return
    let isGone = false
    const load = async () => {
      const blob = await files.read(id)
      if (isGone) return
      await draw(blob, canvas, Math.max, SMALL.width * 2, SMALL.height * 2)
      setPicture(blob)
    }
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return
      observer.disconnect()
      load().catch(() => setBroken(true))
    })
    observer.observe(canvas)
    return () => {
      isGone = true
      observer.disconnect()
    }
  }, [id, files])

  function open(): void {
    if (!picture || !large.current) return
    const canvas = large.current.querySelector('canvas')
    large.current.showModal()
    if (canvas) draw(picture, canvas, Math.min, LARGEST, LARGEST).catch(() => setBroken(true))
  }
  if (isBroken) return otherwise

  return (
    <>
      <button type="button" class="picture" aria-disabled={picture === null} onClick={open}>
        <canvas ref={small} role="img" aria-label={`Open the picture ${name}`} />
      </button>
      <dialog
        ref={large}
        class="large-picture"
        aria-label={name}
        // The chat's own Escape would close it behind the picture.
        onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}
        onClick={(event) => event.target === large.current && large.current?.close()}
      >
        <canvas role="img" aria-label={`The picture ${name}`} />
        <p>
          <button type="button" class="text-button" onClick={save}>
            Save<span class="hidden-text"> {name}</span>
          </button>
          <button type="button" class="text-button" onClick={() => large.current?.close()}>
            Close
          </button>
        </p>
      </dialog>
    </>
  )
}

/** Draws the picture so large that it fills (`Math.max`) or fits into (`Math.min`) the box; never larger than it is. */
async function draw(
  blob: Blob,
  canvas: HTMLCanvasElement,
  choose: (...scales: number[]) => number,
  width: number,
  height: number,
): Promise<void> {
  const bitmap = await createImageBitmap(blob)
  const scale = Math.min(1, choose(width / bitmap.width, height / bitmap.height))
  canvas.width = Math.max(1, Math.round(bitmap.width * scale))
  canvas.height = Math.max(1, Math.round(bitmap.height * scale))
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
}
