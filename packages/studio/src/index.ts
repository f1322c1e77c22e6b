// The exports of the package.

export { type AttributeValue, attributesText, maxAttributesLength } from "./build/attributes.ts";
export {
  asExported,
  capturePayments,
  connectCallTo,
  connectVirtualAgent,
  defineFlow,
  enqueueCall,
  type FlowOptions,
  forkStream,
  gatherInputOnCall,
  type MadeType,
  type Maker,
  type Match,
  type MissingWidget,
  makeHttpRequest,
  makeOutgoingCall,
  missingWidget,
  type Offset,
  type On,
  otherFlow,
  otherWidget,
  recordCall,
  recordVoicemail,
  resumeConversation,
  runConversationRelay,
  runFunction,
  runSubflow,
  sayPlay,
  sendAndWaitForReply,
  sendMessage,
  sendToFlex,
  setVariables,
  split,
  startConversation,
  type Target,
  type Toward,
  type TypedValue,
  twimlRedirect,
  type WidgetOptions,
  type WidgetSpec,
  type WrittenProperties,
  widget,
} from "./build/build.ts";
export { type ImportOptions, importFlow } from "./build/import/importFlow.ts";
export { withoutUnreachable } from "./build/reachable.ts";
export {
  type CanonicalFlow,
  type CanonicalMatch,
  type CanonicalWidget,
  fromCanonical,
  isCanonical,
  sameDefinition,
  toCanonical,
} from "./canonical/canonical.ts";
export { type CheckOptions, checkFlow } from "./check/check.ts";
export { issueCodes } from "./check/codes/codes.ts";
export { exampleDefinition, type IssueCode, type IssueExample } from "./check/codes/issueCode.ts";
export { checkHandoffAttributes } from "./check/handoff/attributes.ts";
export {
  type PayloadAttribute,
  type PayloadAttributes,
  payloadAttributes,
} from "./check/handoff/payloadAttributes.ts";
export type { FlowIssue, FlowIssueCode } from "./check/widget/issue.ts";
export type { Condition, FlowDefinition, Transition, Widget } from "./definition/definition.ts";
export { findNearest } from "./definition/nearName.ts";
export type { FlowChange } from "./diff/change.ts";
export { diffFlows } from "./diff/diffFlows.ts";
export { diffMarkdown, type MarkdownOptions } from "./diff/report/diffMarkdown.ts";
export { type DiffColors, diffText } from "./diff/report/diffText.ts";
export { type LiquidFault, type LiquidReading, readLiquid } from "./liquid/liquid.ts";
export { callbackEvent } from "./simulate/calls/callbackEvent.ts";
export type { TransitionName } from "./simulate/explore/coverage.ts";
export { type Exploration, type ExploreOptions, explore } from "./simulate/explore/explore.ts";
export type {
  EmptyTextFinding,
  ExamplePath,
  LoopFinding,
  UnansweredFinding,
  WarningFinding,
} from "./simulate/explore/findings.ts";
export type { ReachedTransitions } from "./simulate/explore/reached.ts";
export type { ScenarioAnswer, ScenarioIssue } from "./simulate/scenario/answers.ts";
export type { Difference, Expectation } from "./simulate/scenario/expectation.ts";
export type { RealRequests } from "./simulate/scenario/http/realRequest.ts";
export type { RecordedResponse } from "./simulate/scenario/http/recording.ts";
export type { HttpStub, StubResponse } from "./simulate/scenario/http/stubs.ts";
export { simulate } from "./simulate/scenario/runScenario.ts";
export { type Scenario, ScenarioError } from "./simulate/scenario/scenario.ts";
export type { ScenarioTrigger } from "./simulate/scenario/scenarioTrigger.ts";
export type { RunStep, SimulatedRun } from "./simulate/scenario/simulatedRun.ts";
export { resumeExecution, startExecution, UnsupportedWidget } from "./simulate/simulate.ts";
export type {
  Context,
  Execution,
  Parent,
  Step,
  Subflow,
  Trigger,
  Waiting,
  Warning,
} from "./simulate/step/execution.ts";
export { type TwimlNoun, type TwimlVerb, toTwiml } from "./simulate/step/twiml.ts";
export type {
  Conversation,
  ConversationSids,
  EmptiedText,
  FlexRequest,
  FlexTask,
  HttpRequest,
  HttpResponse,
  NewConversation,
  OutboundMessage,
  OutgoingCall,
  QueueRequest,
  RecordingRequest,
  StepEnd,
  SubflowRequest,
  Watch,
  World,
} from "./simulate/step/world.ts";
export type { ConditionType } from "./widgets/condition.ts";
export type { WidgetTypeName } from "./widgets/table.ts";
export type { TriggerEvent } from "./widgets/widgetType.ts";
