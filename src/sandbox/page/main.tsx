import '@fontsource-variable/inter/wght.css'
import 'twemoji-colr-font/twemoji.css'
import './styles/base.css'
import './styles/frame.css'
import './styles/messages.css'
import './styles/forms.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
