// A typed request: what `ask` returns has the fields of the document, and nothing else.
import { graphql } from './gql';
import type { TypedDocumentString } from './gql/graphql';

const Board = graphql(`
  query Board($id: ID!) {
    pipeline(id: $id) {
      name
      stages {
        id
        name
        cards(first: 25) {
          nodes { id valueMicros enteredStageAt lead { fullName score } }
        }
      }
    }
  }
`);

const MoveCard = graphql(`
  mutation MoveCard($input: PipelineCardMoveInput!) {
    pipelineCardMove(input: $input) { id stage { name } }
  }
`);

export async function ask<Data, Variables>(
  url: string,
  token: string,
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: document.toString(), variables }),
  });
  const { data, errors } = (await answer.json()) as { data?: Data; errors?: { message: string; extensions: { code: string } }[] };
  if (errors || !data) throw new Error(errors?.map(({ message }) => message).join('; ') ?? 'no data');
  return data;
}

/** Moves everybody with a score of 95 or more from the first stage to the second. */
export async function moveTheBest(url: string, token: string, pipeline: string): Promise<string[]> {
  const board = await ask(url, token, Board, { id: pipeline });
  const [first, second] = board.pipeline.stages;
  const best = first?.cards.nodes.filter(({ lead }) => (lead.score ?? 0) >= 95) ?? [];
  if (!second) return [];
  for (const { id } of best) {
    await ask(url, token, MoveCard, { input: { id, stageId: second.id } });
  }
  return best.map(({ lead }) => lead.fullName);
}
