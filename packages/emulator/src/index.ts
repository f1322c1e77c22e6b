// The local Twilio, for tests, demos and people.

export { type Answer, ask, askUntil, type Question } from "./ask.ts";
export { serveHost } from "./hosts.ts";
export type { SentRequest } from "./outside.ts";
export type { HttpsProxy, ProxyOptions } from "./proxy.ts";
export { proxyClients } from "./proxyEnvironment.ts";
export type { LoggedRequest } from "./requests.ts";
export * as seed from "./seed.ts";
export { accountBeforeHandoff, withNumbers, withSecondWorkflow, withServiceBridged } from "./seed.ts";
export { type Emulator, type EmulatorOptions, startEmulator } from "./server.ts";
export type { State } from "./state.ts";
