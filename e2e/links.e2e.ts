import { expect, test } from './fixtures.ts'
import { boardRow, boardRows, notices, taskPath } from './support/page-parts.ts'
import { openTaskOf } from './support/second-client.ts'

test.beforeEach(async ({ world }) => world.pause())

test('a link that is not in order shows the whole board, and says what was ignored', async ({
  page,
  checkPage,
}) => {
  await page.goto('/?show=nonsense')
  await expect(boardRows(page)).toHaveCount(3)
  const notice = notices(page).getByText(
    'Part of this link was not understood and was ignored: show=nonsense',
  )
  await expect(notice).toBeVisible()
  await expect(page).toHaveURL('/')
  await checkPage()
  await notices(page).getByRole('button', { name: 'Close' }).click()
  await expect(notice).toHaveCount(0)
  await page.reload()
  await expect(boardRows(page)).toHaveCount(3)
  await expect(notice).toHaveCount(0)
})

for (const query of [
  'filter=1',
  'filter={"operation":"and","tok',
  'show=constructor',
  'show=due&show=x&show[]=soon',
  '%E0%A4%A=%&__proto__=1',
  'filter={"operation":"or","tokens":[{"propertyKey":"constructor","operator":"=","value":"a"}]}',
])
  test(`the board opens by ?${query}`, async ({ page }) => {
    await page.goto(`/?${query}`)
    await expect(page.getByRole('heading', { level: 1, name: 'In flight (3)' })).toBeVisible()
    await expect(notices(page).getByText(/^Parts? of this link /)).toBeVisible()
  })

test('what fits in a link counts, and another page takes the notice away', async ({ page, sfn }) => {
  await page.goto('/?show=soon&filter=1&page=x')
  await expect(boardRows(page)).toHaveCount(2)
  const notice = notices(page).getByText(
    'Parts of this link were not understood and were ignored: filter=1, page=x',
  )
  await expect(notice).toBeVisible()
  await expect(page).toHaveURL('/?show=soon')
  await boardRow(page, 'Onboarding / Ask manager').getByRole('link').first().click()
  await expect(page).toHaveURL(taskPath(await openTaskOf(sfn, 'Onboarding')))
  await expect(notice).toHaveCount(0)
})

for (const path of ['/executions/%E0%A4%A/x', '/executions/%/%zz/tasks/constructor', '/constructor', '//x/y'])
  test(`${path} leads to a page of the console`, async ({ page, baseURL }) => {
    await page.goto(`${baseURL}${path}`)
    await page.getByRole('link', { name: 'Heartbeat console' }).click()
    await expect(boardRows(page)).toHaveCount(3)
  })

test('a screen that broke has two ways out', async ({ page, guard }) => {
  guard.expectErrors(/broken on purpose/)
  // The board lowers the case of what it filters by. A defect that this text brings out:
  await page.addInitScript(() => {
    const lower = String.prototype.toLowerCase
    Reflect.defineProperty(String.prototype, 'toLowerCase', {
      value(this: string): string {
        const text = lower.call(this)
        if (text === 'poison') throw new TypeError('broken on purpose')
        return text
      },
    })
  })
  const filter = { operation: 'and', tokens: [{ operator: ':', value: 'poison' }] }
  await page.goto(`/?filter=${encodeURIComponent(JSON.stringify(filter))}`)
  await expect(page.getByText('This screen broke')).toBeVisible()
  await page.getByRole('button', { name: 'Reload' }).click()
  await expect(page.getByText('This screen broke')).toBeVisible()
  await page.getByRole('button', { name: 'Open the board without filters' }).click()
  await expect(boardRows(page)).toHaveCount(3)
  await expect(page).toHaveURL('/')
  await expect(page.getByText('This screen broke')).toHaveCount(0)
})
