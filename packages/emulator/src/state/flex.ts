// Rows of Flex and TaskRouter, snake_case as on the wire.

/** Only the keys that were set exist. */
export type FlexConfiguration = Record<string, unknown> & {
  account_sid: string;
  taskrouter_workspace_sid: string;
  taskrouter_target_workflow_sid: string;
  taskrouter_target_taskqueue_sid: string;
  chat_service_instance_sid: string;
  ui_version: string;
};

export interface Workspace {
  sid: string;
  friendly_name: string;
  multi_task_enabled: boolean;
  prioritize_queue_order: "FIFO" | "LIFO";
  /** Activity of a new worker. */
  default_activity_sid: string;
  /** Activity of a worker who let a reservation time out. */
  timeout_activity_sid: string;
  event_callback_url: string;
  events_filter: string | null;
  date_created: string;
  date_updated: string;
}

export interface Activity {
  sid: string;
  workspace_sid: string;
  friendly_name: string;
  /** Whether workers with this activity receive tasks. */
  available: boolean;
  date_created: string;
  date_updated: string;
}

export interface Worker {
  sid: string;
  workspace_sid: string;
  friendly_name: string;
  activity_sid: string;
  /** JSON text of an object. */
  attributes: string;
  /** When the activity last changed. */
  date_status_changed: string;
  date_created: string;
  date_updated: string;
}

export interface Workflow {
  sid: string;
  workspace_sid: string;
  friendly_name: string;
  /** JSON text. */
  configuration: string;
  /** Seconds. */
  task_reservation_timeout: number;
  assignment_callback_url: string;
  fallback_assignment_callback_url: string;
  date_created: string;
  date_updated: string;
}

export interface TaskQueue {
  sid: string;
  workspace_sid: string;
  friendly_name: string;
  target_workers: string;
  max_reserved_workers: number;
  task_order: "FIFO" | "LIFO";
  reservation_activity_sid: string | null;
  assignment_activity_sid: string | null;
  date_created: string;
  date_updated: string;
}

export interface TaskChannel {
  sid: string;
  workspace_sid: string;
  friendly_name: string;
  unique_name: string;
  channel_optimized_routing: boolean;
  date_created: string;
  date_updated: string;
}

export interface Task {
  sid: string;
  workspace_sid: string;
  workflow_sid: string;
  workflow_friendly_name: string;
  task_queue_sid: string;
  task_queue_friendly_name: string;
  task_channel_sid: string;
  task_channel_unique_name: string;
  /** JSON text. */
  attributes: string;
  priority: number;
  /** Seconds. */
  timeout: number;
  assignment_status: "pending" | "reserved" | "assigned" | "canceled" | "completed" | "wrapping";
  /** The Flex agent who accepted it. Twilio keeps that in the reservation. */
  worker?: string;
  date_created: string;
  date_updated: string;
}

/** An opt-in of Flex, such as `intelligence-summary`. */
export interface Feature {
  id: string;
  enabled: boolean;
}

/** The opt-ins for the virtual agent's summary, of calls and of messages, switched on. */
export function summaryFeatures(): Record<string, Feature> {
  const ids = ["intelligence-summary", "intelligence-digital-summary"];
  return Object.fromEntries(ids.map((id) => [id, { id, enabled: true }]));
}

/** What Flex UI finds the conversation of a task by. */
export interface FlexContext {
  sid: string;
  namespace: string;
  attribute_group: string;
  attributes: Record<string, unknown>;
  /** Among them the SID of the task. */
  lookup_ids: string[];
  date_created: string;
}

/** Connects a conversation that was sent to Flex (`KD…`) to its task. */
export interface Interaction {
  sid: string;
  /** `UO…` */
  channel_sid: string;
  conversation_sid: string;
  task_sid: string;
  date_created: string;
}
