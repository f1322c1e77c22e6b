// Where the agent answers on its public host. Source: TAC Python 2.5.0, defaults of TACServerConfig
// (docs/assumptions.md, tac-paths)

/** What the agent's number calls. */
export function twimlUrl(agentDomain: string): string {
  return `https://${agentDomain}/twiml`;
}

/** Where the Orchestrator posts every message. */
export function webhookUrl(agentDomain: string): string {
  return `https://${agentDomain}/webhook`;
}
