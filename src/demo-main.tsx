import '@cloudscape-design/global-styles/index.css'
import './ui/colours.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { startDemo } from './demo/start-demo.tsx'

const element = document.querySelector('#root')
if (element === null) throw new Error('demo.html has no #root')
const root = createRoot(element)
void startDemo().then((page) => root.render(<StrictMode>{page}</StrictMode>))
