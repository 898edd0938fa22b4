import { expect, test } from './fixtures.ts'
import { executionPath, statusLine, taskPath } from './support/page-parts.ts'
import { openTaskOf } from './support/second-client.ts'

const zones = [
  { timezoneId: 'America/New_York', offset: /UTC-[45]/ },
  { timezoneId: 'Asia/Kolkata', offset: /UTC\+5:30/ },
  { timezoneId: 'Europe/London', offset: /UTC(?:\+1)?/ },
] as const

for (const { timezoneId, offset } of zones)
  test.describe(timezoneId, () => {
    test.use({ timezoneId })

    test('every page names the zone of its times', async ({ page, world, sfn }) => {
      await world.pause()
      const task = await openTaskOf(sfn, 'Onboarding')
      const main = page.getByRole('main')
      const statement = new RegExp(`^Times are local \\(${offset.source}\\)$`)
      for (const path of ['/', taskPath(task), executionPath(task), '/findings', '/journal']) {
        await page.goto(path)
        await expect(main.getByText(statement)).toBeVisible()
        await expect(statusLine(page)).toContainText(new RegExp(`\\d\\d:\\d\\d:\\d\\d ${offset.source} ±`))
      }
    })

    test('a time has both zones with their dates at hand', async ({ page, world, sfn }) => {
      await world.pause()
      const task = await openTaskOf(sfn, 'Onboarding')
      await page.goto(taskPath(task))
      const time = page.getByRole('main').getByRole('time').first()
      const utc = new Date(task.scheduledAtMs).toISOString().slice(0, 19).replace('T', ' ')
      const local = new Intl.DateTimeFormat('sv-SE', {
        timeZone: timezoneId,
        dateStyle: 'short',
        timeStyle: 'medium',
      }).format(task.scheduledAtMs)
      await expect(time).toHaveAttribute('title', new RegExp(`^${local} ${offset.source}`))
      await expect(time).toHaveAttribute('title', new RegExp(`${utc} UTC$`))
    })
  })

test('UTC instead of local time is named, too', async ({ page, world, sfn }) => {
  await world.pause()
  await page.goto(taskPath(await openTaskOf(sfn, 'Onboarding')))
  await page.getByRole('button', { name: 'View' }).click()
  await page.getByRole('menuitem', { name: 'UTC', exact: true }).click()
  await expect(page.getByRole('main').getByText('Times are in UTC', { exact: true })).toBeVisible()
  await expect(statusLine(page)).toContainText(/\d\d:\d\d:\d\d UTC ±/)
})
