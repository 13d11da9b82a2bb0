/** For how long the event loop of this process is held: how late a timer is that should fire each millisecond. */
export function watchLoop() {
  let last = performance.now()
  let longest = 0
  const look = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
  }
  const timer = setInterval(look, 1)
  return {
    /** To be awaited between two measures, so that each is seen by itself. */
    turn: () => new Promise((resolve) => setTimeout(resolve, 2)),
    /** The longest since it began, ms; it watches no more. */
    stop() {
      look()
      clearInterval(timer)
      return longest
    },
  }
}
