import { GitHubError, type Account, type Comment, type GitHub } from "../../src/ports/git-hub.ts";

export const actionsBot: Account = { id: 41_898_282, login: "github-actions[bot]", bot: true };

export function commentOf(id: number, author: Account, body: string): Comment {
  const at = `2026-01-01T00:00:${String(id % 60).padStart(2, "0")}Z`;
  return {
    id,
    url: `https://github.example/c/${id}`,
    body,
    author,
    association: "NONE",
    createdAt: at,
    updatedAt: at,
  };
}

export interface FakeComments {
  readonly gitHub: GitHub;
  readonly list: () => readonly Comment[];
  /** `create 1`, `update 1`, `delete 1`. */
  readonly writes: readonly string[];
}

/** The comments of one pull request, written to by `self`; `refuse` answers a write with an error instead. */
export function fakeComments(
  before: readonly Comment[],
  self: Account,
  refuse: (write: string) => GitHubError | null = () => null,
): FakeComments {
  const comments = [...before];
  const writes: string[] = [];
  const write = (text: string) => {
    writes.push(text);
    const error = refuse(text);
    if (error !== null) throw error;
  };
  const unused = () => Promise.reject(new Error("not asked for in these tests"));
  const indexOf = (id: number) => comments.findIndex((comment) => comment.id === id);
  return {
    writes,
    list: () => comments,
    gitHub: {
      pullRequest: unused,
      commit: unused,
      mergeBase: unused,
      contributors: unused,
      role: unused,
      maintainers: unused,
      pullRequestsOf: unused,
      comments: async () => [...comments],
      createComment: async (_number, body) => {
        const id = Math.max(0, ...comments.map((comment) => comment.id)) + 1;
        write(`create ${id}`);
        const made = commentOf(id, self, body);
        comments.push(made);
        return { id, url: made.url, authorId: self.id };
      },
      updateComment: async (id, body) => {
        write(`update ${id}`);
        const old = comments[indexOf(id)];
        if (old === undefined) throw new GitHubError("Not Found", 404, "not-found");
        comments[indexOf(id)] = { ...old, body };
        return { id, url: old.url };
      },
      deleteComment: async (id) => {
        write(`delete ${id}`);
        if (indexOf(id) < 0) throw new GitHubError("Not Found", 404, "not-found");
        comments.splice(indexOf(id), 1);
      },
    },
  };
}
