/** `0:42`, `12:05`, `1:03:20`, from a day on `3 d 4 h`. Below zero counts as zero. Whole seconds, rounded as asked. */
export function formatDuration(ms: number, round: 'down' | 'up' = 'down'): string {
  const seconds = Math.max(0, round === 'down' ? Math.floor(ms / 1000) : Math.ceil(ms / 1000))
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  const wholeHours = round === 'up' ? Math.ceil(seconds / 3600) : hours
  if (hours >= 24) return inDays(wholeHours)
  const two = (value: number): string => String(value).padStart(2, '0')
  if (hours > 0) return `${hours}:${two(minutes % 60)}:${two(seconds % 60)}`
  return `${minutes}:${two(seconds % 60)}`
}

function inDays(hours: number): string {
  const days = Math.floor(hours / 24)
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`
}

/** A configured length of time as people write it: `60 s`, `5 min`, `1 h 30 min`, `1 d`. */
export function formatInterval(totalSeconds: number): string {
  const parts = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
    [1, 's'],
  ] as const
  if (totalSeconds < 120) return `${totalSeconds} s`
  const words: string[] = []
  let rest = totalSeconds
  for (const [size, unit] of parts) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count > 0) words.push(`${count} ${unit}`)
  }
  return words.slice(0, 2).join(' ')
}
