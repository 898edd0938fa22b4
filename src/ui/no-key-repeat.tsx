import type { ReactNode } from 'react'

/** Buttons in here are pressed once by a key that is held down: browsers press one again for each repeat of Enter. */
export function NoKeyRepeat({ children }: { readonly children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- it only listens for what its buttons would get
    <div
      onKeyDownCapture={(event) => {
        if (event.repeat && (event.key === 'Enter' || event.key === ' ')) event.preventDefault()
      }}
    >
      {children}
    </div>
  )
}
