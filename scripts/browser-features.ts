/**
 * Chromium loads pages of its own for the popups of an address bar that nobody sees here, anew for each window: as much
 * work as a page of the console. (Chromium 156; a browser that does not know these names ignores them.)
 */
const popups = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup']

/**
 * The switch that turns the popups off. Of two `--disable-features` a browser takes the last alone, so what Playwright
 * turns off, read from the command line of a browser it has started, stays in it.
 */
export function withoutPopups(commandLine: string): string {
  const off = [...commandLine.matchAll(/(?<=^| )--disable-features=(\S*)/g)].at(-1)?.[1] ?? ''
  return `--disable-features=${[...off.split(','), ...popups].filter((name) => name !== '').join()}`
}
