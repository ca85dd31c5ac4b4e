{
  'variables': {
    # COPYBENCH_WERROR=1 (CI) makes every warning an error.
    'werror%': '<!(node -p "process.env.COPYBENCH_WERROR === \'1\' ? 1 : 0")',
  },
  'targets': [
    {
      'target_name': 'copybench',
      # By folder, so that a new copier needs no edit here.
      'sources': [
        '<!@(node -p "require(\'fs\').readdirSync(\'native\').filter((name) => name.endsWith(\'.cc\')).sort().map((name) => \'native/\' + name).join(\' \')")',
      ],
      'dependencies': ['<!(node -p "require(\'node-addon-api\').targets"):node_addon_api'],
      # 9 is what Node 20 has; a module that asks for 10 crashes it. The target above turns C++
      # exceptions off. An environment that is ending takes no exception, and need not end the process.
      'defines': ['NAPI_VERSION=9', 'NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS'],
      'cflags': ['-Wall', '-Wextra', '-fvisibility=hidden'],
      'cflags_cc': ['-std=c++17', '-O2'],
      'conditions': [
        ['werror==1', { 'cflags': ['-Werror'] }],
        [
          'OS=="mac"',
          {
            'xcode_settings': {
              'CLANG_CXX_LANGUAGE_STANDARD': 'c++17',
              'GCC_SYMBOLS_PRIVATE_EXTERN': 'YES',
              'MACOSX_DEPLOYMENT_TARGET': '11.0',
              'OTHER_CFLAGS': ['-Wall', '-Wextra'],
            },
          },
        ],
      ],
    },
  ],
}
