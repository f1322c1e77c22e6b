// The exports of the package: the server, a client, the initial account, and parseTwiml.

export { ask, askUntil, type EmulatorRequest, type EmulatorResponse } from "./ask.ts";
export type { SentRequest } from "./core/context.ts";
export { serveHost } from "./core/hosts.ts";
export type { LoggedRequest } from "./http/requestLog.ts";
export { proxyClients } from "./proxy/environment.ts";
export type { HttpsProxy, ProxyOptions } from "./proxy/proxy.ts";
export * as seed from "./seed/account.ts";
export { accountBeforeHandoff, withNumbers, withSecondWorkflow, withServiceBridged } from "./seed/account.ts";
export { type Emulator, type EmulatorOptions, startEmulator } from "./server.ts";
export type { State } from "./state/state.ts";
export { StateFileError } from "./state/stateFile.ts";
export { parseTwiml } from "./voice/parseTwiml.ts";
