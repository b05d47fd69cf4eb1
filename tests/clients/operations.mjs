// The GraphQL these clients speak, in one place: adapt it here when the schema changes.

export const operations = {
  create: `mutation Create($input: LeadRequestCreateInput!) { leadRequestCreate(input: $input) { id status } }`,
  createInput: { description: 'Heads of operations at logistics companies in Germany', maxResults: 20 },
  fenceInput: { description: 'Owners of bakeries in Portugal', maxResults: 1 },
  happen: `mutation Happen($input: WorkspaceCreateInput!) { workspaceCreate(input: $input) { id } }`,
  happenInput: () => ({ name: `Workspace ${Math.random().toString(36).slice(2)}` }),
  newestEvent: `query Newest { events(last: 1) { nodes { cursor } } }`,
  eventPage: `query Page($after: Cursor, $first: Int!) {
    events(after: $after, first: $first) { nodes { cursor kind subjectId } pageInfo { hasNextPage endCursor } }
  }`,
  followEvents: `subscription Events($after: Cursor) { events(after: $after) { cursor kind subjectId } }`,
  followRequest: `subscription Request($id: ID!, $after: Cursor) {
    leadRequestProgress(id: $id, after: $after) { cursor kind snapshot leadRequest { id status } }
  }`,
  unknownField: `subscription { events { noSuchField } }`,
  anyQuery: `{ __typename }`,
};
