// What users of the package may import.

export { type AttributeValue, attributesText, maxAttributesLength } from "./build/attributes.ts";
export {
  defineFlow,
  type Match,
  makeHttpRequest,
  type On,
  resumeConversation,
  sayPlay,
  sendMessage,
  sendToFlex,
  setVariables,
  split,
  type WidgetSpec,
} from "./build/build.ts";
export { withoutUnreachable } from "./build/reachable.ts";
export {
  type CanonicalFlow,
  type CanonicalMatch,
  type CanonicalWidget,
  fromCanonical,
  isCanonical,
  sameDefinition,
  toCanonical,
} from "./canonical.ts";
export { checkFlow } from "./check/check.ts";
export { exampleDefinition, type IssueCode, type IssueExample } from "./check/codes/issueCode.ts";
export { issueCodes } from "./check/codes.ts";
export type { FlowProblem, FlowProblemCode } from "./check/problem.ts";
export type { Condition, FlowDefinition, Transition, Widget } from "./definition.ts";
export type { ConditionType } from "./simulate/condition.ts";
export type {
  Context,
  Conversation,
  ConversationSids,
  Execution,
  FlexRequest,
  FlexTask,
  HttpRequest,
  HttpResponse,
  OutboundMessage,
  Step,
  Trigger,
  TwimlVerb,
  Warning,
  World,
} from "./simulate/execution.ts";
export { type Scenario, type SimulatedRun, type StubResponse, simulate } from "./simulate/scenario.ts";
export { resumeExecution, startExecution, UnsupportedWidget } from "./simulate/simulate.ts";
export { toTwiml } from "./simulate/twiml.ts";
export type { WidgetTypeName } from "./widgets/table.ts";
export type { TriggerEvent } from "./widgets/widgetType.ts";
