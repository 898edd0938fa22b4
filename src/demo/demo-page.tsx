import { I18nProvider } from '@cloudscape-design/components/i18n'
import messages from '@cloudscape-design/components/i18n/messages/all.en'
import type { ReactNode } from 'react'
import { backToTheStart, storyHref } from './addresses.ts'
import { DemoBar } from './demo-bar.tsx'
import type { Story } from './story.ts'
import { StoryPanel } from './story-panel.tsx'
import type { TimeMachine } from './time-machine.ts'
import './demo.css'

/** The console as it is, between the story and the time machine. */
export function DemoPage({
  story,
  machine,
  children,
}: {
  readonly story: Story
  readonly machine: TimeMachine
  readonly children: ReactNode
}) {
  return (
    <I18nProvider locale="en" messages={[messages]}>
      <StoryPanel story={story} />
      {children}
      <DemoBar
        clock={story.clock}
        machine={machine}
        onRestart={() => backToTheStart(storyHref(story.name))}
      />
    </I18nProvider>
  )
}
