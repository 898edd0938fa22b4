import AppLayout from '@cloudscape-design/components/app-layout'
import { I18nProvider } from '@cloudscape-design/components/i18n'
import messages from '@cloudscape-design/components/i18n/messages/all.en'
import TopNavigation from '@cloudscape-design/components/top-navigation'
import { Outlet, useRouter } from '@tanstack/react-router'
import { SignInNotices } from '../features/sign-in/sign-in-notices.tsx'
import { useConsole } from '../parts/console-context.tsx'
import { JournalNotice } from '../parts/journal-notice.tsx'
import { Notices } from '../parts/notices.tsx'
import { TimeFrameProvider, TimesNote } from '../parts/time-frame.tsx'
import { useFindings } from '../parts/use-findings.ts'
import { useStore } from '../ui/use-store.ts'
import { LinkNotice } from './link-notice.tsx'
import { OpenExecution } from './open-execution.tsx'
import { StatusBar } from './status-bar.tsx'
import { useAccountMenu } from './use-account-menu.ts'
import { useColours } from './use-colours.ts'
import { useFocusOnNavigation } from './use-focus-on-navigation.ts'
import { useTitle } from './use-title.ts'
import './shell.css'

/** The frame around every screen. */
export function Shell() {
  const { preferences } = useConsole()
  const router = useRouter()
  const { colourMode, timeZone } = useStore(preferences)
  useColours(preferences)
  const findings = useFindings().length
  const account = useAccountMenu()
  useTitle()
  useFocusOnNavigation()

  return (
    <I18nProvider locale="en" messages={[messages]}>
      <div id="top" className="top">
        <TopNavigation
          identity={{
            href: router.history.createHref('/'),
            title: 'Heartbeat console',
            onFollow: (event) => {
              event.preventDefault()
              router.history.push('/')
            },
          }}
          utilities={[
            {
              type: 'button',
              text: `Findings (${findings})`,
              href: router.history.createHref('/findings'),
              onClick: (event) => {
                event.preventDefault()
                router.history.push('/findings')
              },
            },
            {
              type: 'button',
              text: 'Journal',
              href: router.history.createHref('/journal'),
              onClick: (event) => {
                event.preventDefault()
                router.history.push('/journal')
              },
            },
            {
              type: 'menu-dropdown',
              text: 'View',
              items: [
                {
                  id: 'colours',
                  text: 'Colours',
                  items: [
                    { id: 'system', text: 'As the system', disabled: colourMode === 'system' },
                    { id: 'light', text: 'Light', disabled: colourMode === 'light' },
                    { id: 'dark', text: 'Dark', disabled: colourMode === 'dark' },
                  ],
                },
                {
                  id: 'times',
                  text: 'Times',
                  items: [
                    { id: 'local', text: 'Local', disabled: timeZone === 'local' },
                    { id: 'utc', text: 'UTC', disabled: timeZone === 'utc' },
                  ],
                },
                { id: 'check', text: 'Check AWS', href: router.history.createHref('/check') },
              ],
              onItemFollow: (event) => {
                event.preventDefault()
                router.history.push('/check')
              },
              onItemClick: ({ detail: { id } }) => {
                preferences.update((before) => {
                  if (id === 'local' || id === 'utc') return { ...before, timeZone: id }
                  if (id === 'system' || id === 'light' || id === 'dark') return { ...before, colourMode: id }
                  return before
                })
              },
            },
            ...(account === null ? [] : [account]),
          ]}
        />
        <div className="second-bar">
          <StatusBar />
          <OpenExecution />
        </div>
      </div>
      <AppLayout
        navigationHide
        toolsHide
        headerSelector="#top"
        maxContentWidth={1800}
        notifications={
          <>
            <SignInNotices />
            <JournalNotice />
            <LinkNotice />
            <Notices />
          </>
        }
        content={
          <TimeFrameProvider>
            <TimesNote />
            <Outlet />
          </TimeFrameProvider>
        }
      />
    </I18nProvider>
  )
}
