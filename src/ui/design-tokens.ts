import * as tokens from '@cloudscape-design/design-tokens'

/** The design system's colours under names that our own style sheets can use; both colour modes come with them. */
const NAMES = {
  '--hb-text': tokens.colorTextBodyDefault,
  '--hb-text-quiet': tokens.colorTextBodySecondary,
  '--hb-link': tokens.colorTextLinkDefault,
  '--hb-danger': tokens.colorTextStatusError,
  '--hb-warning': tokens.colorTextStatusWarning,
  '--hb-good': tokens.colorTextStatusSuccess,
  '--hb-info': tokens.colorTextStatusInfo,
  '--hb-inactive': tokens.colorTextStatusInactive,
  '--hb-surface': tokens.colorBackgroundContainerContent,
  '--hb-page': tokens.colorBackgroundLayoutMain,
  '--hb-divider': tokens.colorBorderDividerDefault,
  '--hb-control-border': tokens.colorBorderInputDefault,
  '--hb-focus': tokens.colorBorderItemFocused,
  '--hb-font': tokens.fontFamilyBase,
  '--hb-font-mono': tokens.fontFamilyMonospace,
} as const

export function installDesignTokens(root: HTMLElement): void {
  for (const [name, value] of Object.entries(NAMES)) root.style.setProperty(name, value)
}
