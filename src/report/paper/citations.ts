/**
 * The works that a methods paragraph cites, as BibTeX.
 * @module
 */
import { LATEX_MARK } from "../../audit/folder/paper_marks.ts";

/** The entry of each work, without its key. */
const ENTRIES = {
  tavares2025pitfalls: `@inproceedings{tavares2025pitfalls,
  author    = {Tavares, Tiago Fernandes and Ayres, F{\\'a}bio Jos{\\'e} and Wang, Zhepei and Smaragdis, Paris},
  title     = {On Class Separability Pitfalls in Audio-Text Contrastive Zero-Shot Learning},
  booktitle = {ICASSP 2025 - IEEE International Conference on Acoustics, Speech and Signal Processing (ICASSP)},
  year      = {2025},
  doi       = {10.1109/ICASSP49660.2025.10888245},
  note      = {arXiv:2408.13068}
}`,
  earnest: `@misc{earnest,
  author       = {{The Earnest authors}},
  title        = {{Earnest}: audits of zero-shot accuracy in audio-text models},
  year         = {2026},
  howpublished = {Software},
  note         = {Version VERSION, MIT license}
}`,
  radford2021clip: `@inproceedings{radford2021clip,
  author    = {Radford, Alec and Kim, Jong Wook and Hallacy, Chris and Ramesh, Aditya and Goh, Gabriel and Agarwal, Sandhini and Sastry, Girish and Askell, Amanda and Mishkin, Pamela and Clark, Jack and Krueger, Gretchen and Sutskever, Ilya},
  title     = {Learning Transferable Visual Models From Natural Language Supervision},
  booktitle = {International Conference on Machine Learning (ICML)},
  year      = {2021}
}`,
  loshchilov2019adamw: `@inproceedings{loshchilov2019adamw,
  author    = {Loshchilov, Ilya and Hutter, Frank},
  title     = {Decoupled Weight Decay Regularization},
  booktitle = {International Conference on Learning Representations (ICLR)},
  year      = {2019}
}`,
  miller1995wordnet: `@article{miller1995wordnet,
  author  = {Miller, George A.},
  title   = {{WordNet}: A Lexical Database for {English}},
  journal = {Communications of the ACM},
  volume  = {38},
  number  = {11},
  pages   = {39--41},
  year    = {1995}
}`,
  holm1979: `@article{holm1979,
  author  = {Holm, Sture},
  title   = {A Simple Sequentially Rejective Multiple Test Procedure},
  journal = {Scandinavian Journal of Statistics},
  volume  = {6},
  number  = {2},
  pages   = {65--70},
  year    = {1979}
}`,
} as const;

/** The key of a work. */
export type Citation = keyof typeof ENTRIES;

/**
 * Returns the BibTeX file of the works.
 *
 * @param cited keys, each once
 * @param version of Earnest that made the results
 */
export function bibliography(cited: readonly Citation[], version: string): string {
  const entries = cited.map((key) => ENTRIES[key].replace("VERSION", () => version));
  return [LATEX_MARK, ...entries, ""].join("\n\n");
}
