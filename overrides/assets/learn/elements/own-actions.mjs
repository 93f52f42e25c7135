/** An id for an action that is not the course's. Ids sort by when they were made, and no two devices make the same. */
export const ownActionId = () => {
  const random = crypto.getRandomValues(new Uint32Array(1))[0].toString(36)
  return `plan/own/${Date.now().toString(36)}${random.slice(-4).padStart(4, '0')}`
}
