/**
 * How late AWS's timers fire at most, by observation "up to seconds" (milliseconds). A timeout is called overdue, and a
 * foreign beat proved, only beyond it.
 */
export const GRACE_MS = 5_000
