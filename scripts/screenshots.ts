// `npm run screenshots`: the pictures of the README, taken anew in a real browser from the last builds of the console and the demo.
import { mkdir } from 'node:fs/promises'
import { openCamera } from './screenshots/camera.ts'
import { pictureConsole } from './screenshots/of-console.ts'
import { pictureDemo } from './screenshots/of-demo.ts'

await mkdir('docs/images', { recursive: true })
const camera = await openCamera()
try {
  await pictureConsole(camera)
  await pictureDemo(camera)
} finally {
  await camera.close()
}
