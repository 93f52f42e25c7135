// A logo out of a file on this device: looked at, shown as a picture, remembered where it is small, and never sent anywhere.
import { LOGO_BYTES, LOGO_KEPT, outsidePart, pictureType } from '../core/print.mjs'

const asDataAddress = (blob) => new Promise((resolve, reject) => {
  const reader = new FileReader()
  reader.onload = () => resolve(reader.result)
  reader.onerror = () => reject(reader.error)
  reader.readAsDataURL(blob)
})

/** True where the browser can show the picture. As an image a picture runs no scripts and fetches nothing. */
export const isShown = (url) => new Promise((resolve) => {
  const image = new Image()
  image.onload = () => resolve(true)
  image.onerror = () => resolve(false)
  image.src = url
})

/**
 * @param {File} file whatever somebody chose
 * @returns {Promise<{url: string, isSmall: boolean, problem: '' | 'kind' | 'size' | 'broken' | 'outside', where: string}>}
 *   `isSmall`: it can be remembered; `where`: the address from which it takes a part
 */
export const readLogoFile = async (file) => {
  const refused = (problem, where = '') => ({ url: '', isSmall: false, problem, where })
  if (file.size > LOGO_BYTES) return refused('size')
  try {
    const bytes = new Uint8Array(await file.arrayBuffer())
    const type = pictureType(bytes)
    if (!type) return refused('kind')
    const where = type === 'image/svg+xml' && outsidePart(new TextDecoder().decode(bytes))
    if (where) return refused('outside', where.slice(0, 100))
    const picture = new Blob([bytes], { type })
    const isSmall = bytes.length * (4 / 3) + 40 < LOGO_KEPT
    // No address of a blob: the site's policy allows pictures of its own and pictures inside addresses.
    const url = await asDataAddress(picture)
    return (await isShown(url)) ? { url, isSmall, problem: '', where: '' } : refused('broken')
  } catch {
    return refused('broken')
  }
}
