import Alert from '@cloudscape-design/components/alert'
import Link from '@cloudscape-design/components/link'
import { useState } from 'react'
import { allStoriesHref } from './addresses.ts'
import type { Story } from './story.ts'

/** What the scenario is about, above the console, until the reader puts it away. */
export function StoryPanel({ story }: { readonly story: Story }) {
  const [shown, setShown] = useState(true)
  if (!shown) return null
  return (
    <section className="demo-story" aria-label="Scenario">
      <Alert
        type="info"
        dismissible
        dismissAriaLabel="Put the story away"
        onDismiss={() => setShown(false)}
        header={story.title}
      >
        {story.description} <Link href={allStoriesHref()}>All scenarios</Link>
      </Alert>
    </section>
  )
}
