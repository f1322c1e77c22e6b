// The paths of the agent on its public host. Source: TAC Python 2.5.0, defaults of TACServerConfig
// (docs/assumptions.md, tac-paths)

/** The URL that the agent's number requests. */
export function twimlUrl(agentDomain: string): string {
  return `https://${agentDomain}/twiml`;
}

/** The URL to which the Orchestrator posts every message. */
export function webhookUrl(agentDomain: string): string {
  return `https://${agentDomain}/webhook`;
}
