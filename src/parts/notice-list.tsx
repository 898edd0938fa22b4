import './notice-list.css'

/** Alerts one below the other, on top of every screen; without any it takes no room. */
export function NoticeList({ children }: { readonly children: React.ReactNode }) {
  return <div className="notice-list">{children}</div>
}
