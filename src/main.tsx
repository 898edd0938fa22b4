import '@cloudscape-design/global-styles/index.css'
import './ui/colours.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { boot } from './app/boot.tsx'
import { realPorts } from './console/ports.ts'

const element = document.querySelector('#root')
if (element === null) throw new Error('index.html has no #root')
const root = createRoot(element)
void boot(realPorts).then((page) => root.render(<StrictMode>{page}</StrictMode>))
