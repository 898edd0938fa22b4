import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Cards from '@cloudscape-design/components/cards'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import { I18nProvider } from '@cloudscape-design/components/i18n'
import messages from '@cloudscape-design/components/i18n/messages/all.en'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useColours } from '../app/use-colours.ts'
import type { Preferences } from '../console/preferences.ts'
import type { ReadableStore } from '../lib/store.ts'
import { labHref, storyHref } from './addresses.ts'
import { stories } from './story.ts'
import './demo.css'

/** The first page of the demo: what there is to see. */
export function StartPage({
  unknown,
  preferences,
}: {
  /** A name in the address that no story has. */
  readonly unknown: string | null
  readonly preferences: ReadableStore<Preferences>
}) {
  useColours(preferences)
  return (
    <I18nProvider locale="en" messages={[messages]}>
      <main className="demo-start">
        <SpaceBetween size="l">
          <Header
            variant="h1"
            description="A console for people on call for AWS Step Functions and Amazon SWF: what is in flight, until when each task is safe, and what can be done about it."
          >
            Heartbeat console: the demo
          </Header>
          <Alert type="info" header="Everything here is simulated">
            The console is the real one, and the AWS behind it lives inside this page: Step Functions, SWF and
            Cognito, with their own clocks, quotas and refusals. Nothing is sent anywhere and nothing is kept.
            You are signed in as Ana Ortiz, an operator of an account that does not exist.
          </Alert>
          {unknown !== null && (
            <Alert type="warning" header="There is no such scenario">
              The address names {unknown}. These are the ones there are.
            </Alert>
          )}
          <Container>
            <Box variant="h2" padding="n">
              <Link href={labHref()} fontSize="heading-m">
                The lab
              </Link>
            </Box>
            <Box>
              Paste or pick a state machine, choose how its worker beats, dies and answers, and run it: what
              happens, beside what AWS tells of it.
            </Box>
          </Container>
          <Header
            variant="h2"
            description="Each opens a world of its own. A link to it shows everyone the same one."
          >
            Scenarios
          </Header>
          <Cards
            ariaLabels={{ itemSelectionLabel: () => '', selectionGroupLabel: '', cardsLabel: 'Scenarios' }}
            items={stories}
            trackBy="name"
            cardsPerRow={[{ cards: 1 }, { minWidth: 700, cards: 2 }, { minWidth: 1100, cards: 3 }]}
            cardDefinition={{
              header: ({ name, title }) => (
                <Link href={storyHref(name)} fontSize="heading-m">
                  {title}
                </Link>
              ),
              sections: [{ id: 'description', content: ({ description }) => <Box>{description}</Box> }],
            }}
          />
        </SpaceBetween>
      </main>
    </I18nProvider>
  )
}
