#include "command.h"

namespace unroll::cli {

std::vector<Command> allCommands() {
  return {devicesCommand(), recipesCommand(), newCommand(),   importCommand(),
          dataCommand(),    memoryCommand(),  trainCommand(), runsCommand(),
          packCommand(),    sampleCommand(),  exportCommand(),
          serveCommand(),   measureCommand(), evaluateCommand(), reportCommand(),
          trainFeaturesCommand()};
}

}  // namespace unroll::cli
