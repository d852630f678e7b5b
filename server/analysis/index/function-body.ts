/** Token numbers of one definition. A tree node that ends elsewhere than `closeBrace` has swallowed or lost code. */
export interface FunctionBody {
  readonly first: number;
  readonly name: number;
  readonly openParenthesis: number;
  readonly closeParenthesis: number;
  readonly openBrace: number;
  readonly closeBrace: number;
}
