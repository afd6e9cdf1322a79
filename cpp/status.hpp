// How a call into the engine ended. One word each; Python turns it into a sentence.
#pragma once

namespace covey {

enum class Status : int {
  done = 0,
  interrupted = 1,    // the caller asked to stop
  out_of_memory = 2,
  bad_shape = 3,      // a mistake of ours: Python has checked all shapes before
};

}  // namespace covey
