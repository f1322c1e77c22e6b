/** A request that the local Twilio responds to in another way than the documents say. */
export interface Disagreement {
  operation: string;
  variation: string;
  status: number;
  /** What the local Twilio said. */
  message: string;
}
