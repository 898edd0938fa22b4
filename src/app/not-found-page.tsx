import Alert from '@cloudscape-design/components/alert'
import { RouteLink } from '../parts/task-name.tsx'

export function NotFoundPage() {
  return (
    <Alert type="warning" header="There is no such page">
      Go to <RouteLink href="/">what is in flight</RouteLink>, or open an execution by its ARN above.
    </Alert>
  )
}
