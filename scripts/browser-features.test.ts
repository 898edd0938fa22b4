import { describe, expect, it } from 'vitest'
import { withoutPopups } from './browser-features.ts'

describe('withoutPopups', () => {
  it('keeps what is turned off already', () => {
    expect(
      withoutPopups('/usr/bin/chromium --a --disable-features=B,C --enable-features=D about:blank'),
    ).toBe('--disable-features=B,C,WebUIOmniboxPopup,WebUIOmniboxAimPopup')
  })

  it.each(['', 'chromium --disable-features= --a', 'chromium --enable-features=D --not--disable-features=E'])(
    'turns nothing else off: %j',
    (commandLine) => {
      expect(withoutPopups(commandLine)).toBe('--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup')
    },
  )

  it('takes the last where there are two, as the browser does', () => {
    expect(withoutPopups('chromium --disable-features=A --disable-features=B')).toMatch(/=B,WebUI/)
  })
})
